import type { AwsCloud } from '../aws/cloud.ts';
import type { InProcessReply } from '../aws/cloud-input.ts';
import type { AlarmClock, ManualClock } from '../clock.ts';
import { isObject, type JsonObject, objectAt, textAt } from '../json.ts';
import { type Seeded, seeded } from '../seeded.ts';
import type { Actors } from './actors.ts';
import { setStage } from './stage.ts';
import { millis, type Reaction, type Routine, type Step, type Story, type StoryCall } from './story.ts';
import { createTeller, type Deed, type Teller, THIEF } from './teller.ts';

/** One call of the attack or of a reaction, as it went. */
export interface PlayedStep {
  readonly at: number;
  /** The name of the actor whose credential was used. */
  readonly as: string;
  readonly call: StoryCall;
  /** `ok` or the error code. */
  readonly result: string;
}

/** A story under way. It goes on by itself as the clock moves. */
export interface StoryPlay {
  /** When ordinary life begins and when the attack does, in ms. */
  readonly beganAt: number;
  readonly attackAt: number;
  /** The attack so far, reactions included. */
  readonly played: readonly PlayedStep[];
  /** The same for an onlooker. */
  readonly deeds: readonly Deed[];
  /** The key id behind a name of the cast or a saved credential. */
  keyId(name: string): string | undefined;
}

/** Sets the stage and schedules everything on the clock. Nothing has happened yet when it returns. */
export function stageStory(cloud: AwsCloud, clock: AlarmClock, story: Story): StoryPlay {
  const beganAt = clock.now();
  const attackAt = beganAt + millis(story.quietFor);
  const actors = setStage(cloud, story);
  const played: PlayedStep[] = [];
  const teller = createTeller(clock);
  const scene: PlayScene = { cloud, clock, story, actors, played, teller };
  for (const [index, routine] of story.routines.entries()) {
    playRoutine(scene, routine, seeded(`${story.id}/routine/${index}`), beganAt);
  }
  for (const step of story.steps) scheduleStep(scene, step, attackAt, {});
  for (const reaction of story.reactions) watch(scene, reaction);
  return { beganAt, attackAt, played, deeds: teller.deeds, keyId: (name) => actors.keyId(name) };
}

/** Stages a story and moves the clock to `until` after the start of the attack (`90m`), or just before it. */
export function playStory(
  cloud: AwsCloud,
  clock: ManualClock,
  story: Story,
  options: { readonly until?: string } = {},
): StoryPlay {
  const play = stageStory(cloud, clock, story);
  clock.advanceTo(options.until === undefined ? play.attackAt - 1 : play.attackAt + millis(options.until));
  return play;
}

interface PlayScene {
  readonly cloud: AwsCloud;
  readonly clock: AlarmClock;
  readonly story: Story;
  readonly actors: Actors;
  readonly played: PlayedStep[];
  readonly teller: Teller;
}

/** Each round sets the alarm for the next, so that only one is waiting. */
function playRoutine(scene: PlayScene, routine: Routine, random: Seeded, due: number): void {
  const at = due + random.int(millis(routine.jitter) + 1);
  scene.clock.schedule(at, () => {
    if (routine.officeHours !== true || isOfficeHour(at)) {
      for (const call of routine.calls) perform(scene, routine.as, routine, call);
    }
    playRoutine(scene, routine, random, due + millis(routine.every));
  });
}

function isOfficeHour(at: number): boolean {
  const date = new Date(at);
  const day = date.getUTCDay();
  return day >= 1 && day <= 5 && date.getUTCHours() >= 8 && date.getUTCHours() < 18;
}

function scheduleStep(scene: PlayScene, step: Step, from: number, trigger: JsonObject): void {
  for (let round = 0; round < (step.times ?? 1); round++) {
    const at = from + millis(step.at) + round * millis(step.every ?? '1s');
    scene.clock.schedule(at, () => playStep(scene, step, trigger));
  }
}

/** Tries each credential of the step until one is accepted; a denial is an answer, an unknown key is not. */
function playStep(scene: PlayScene, step: Step, trigger: JsonObject): void {
  const names = typeof step.as === 'string' ? [step.as] : step.as;
  const call = { ...step.call, params: filled(step.call.params ?? {}, scene, trigger) };
  for (const [index, name] of names.entries()) {
    const reply = perform(scene, name, step, call);
    if (reply === undefined) continue;
    const isLast = index === names.length - 1;
    if (!reply.ok && !isLast && isDead(reply.error)) continue;
    scene.played.push({ at: scene.clock.now(), as: name, call, result: reply.ok ? 'ok' : reply.error });
    scene.teller.tell(step, THIEF, step.tells, !reply.ok);
    if (reply.ok && step.saves !== undefined) scene.actors.saveFrom(step.saves, reply.body);
    return;
  }
}

const DEAD = new Set([
  'InvalidClientTokenId',
  'UnrecognizedClientException',
  'InvalidAccessKeyId',
  'ExpiredToken',
  'ExpiredTokenException',
]);

function isDead(error: string): boolean {
  return DEAD.has(error);
}

/** Undefined when there is no such credential (yet). */
function perform(
  scene: PlayScene,
  as: string,
  origin: { readonly from: string; readonly agent: string },
  call: StoryCall,
): InProcessReply | undefined {
  const keyId = scene.actors.keyId(as);
  if (keyId === undefined) return undefined;
  const ip = scene.story.networks[origin.from];
  if (ip === undefined) throw new Error(`no network ${origin.from} in story ${scene.story.id}`);
  return scene.cloud.call({ as: keyId, ip, agent: origin.agent, ...call });
}

/** Puts what is known now in the place of `$name`. */
function filled(params: JsonObject, scene: PlayScene, trigger: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(params).map(([key, value]) => {
      if (isObject(value)) return [key, filled(value, scene, trigger)];
      return [key, typeof value === 'string' && value.startsWith('$') ? known(value.slice(1), scene, trigger) : value];
    }),
  );
}

function known(name: string, scene: PlayScene, trigger: JsonObject): unknown {
  if (name.startsWith('trigger.')) return trigger[name.slice('trigger.'.length)];
  if (name.startsWith('role.')) return scene.cloud.in().roles.get(name.slice('role.'.length))?.arn;
  return scene.actors.keyId(name);
}

function watch(scene: PlayScene, reaction: Reaction): void {
  const own = new Set(scene.story.intruders.map((name) => scene.story.networks[name]));
  let left = reaction.times;
  scene.cloud.onIamChange((record) => {
    const params = objectAt(record, 'requestParameters');
    const about = textAt(params, 'userName') ?? textAt(params, 'roleName') ?? '';
    const isOurs = own.has(textAt(record, 'sourceIPAddress'));
    const matches = reaction.on.includes(textAt(record, 'eventName') ?? '') && reaction.about.includes(about);
    if (isOurs || !matches || left <= 0) return;
    left -= 1;
    for (const step of reaction.steps) scheduleStep(scene, step, scene.clock.now(), params);
  });
}
