import type { AlarmClock } from '../clock.ts';
import { type Seeded, seeded } from '../seeded.ts';
import type { StripeDeed } from '../stripe/deeds.ts';
import type { StripeWorld } from '../stripe/stripe-world.ts';
import { millis } from './story.ts';
import type { StripeRoutine, StripeStory } from './stripe-story.ts';
import { createTeller, type Deed, THIEF } from './teller.ts';

export interface StripePlay {
  readonly attackAt: number;
  readonly deeds: readonly Deed[];
}

/** Sets the stage and schedules everything on the clock. Nothing has happened yet when it returns. */
export function stageStripeStory(world: StripeWorld, clock: AlarmClock, story: StripeStory): StripePlay {
  const beganAt = clock.now();
  const attackAt = beganAt + millis(story.quietFor);
  for (const key of story.keys) world.addKey(key);
  for (const [index, routine] of story.routines.entries())
    playRoutine(world, clock, routine, seeded(`${story.account}/routine/${index}`), beganAt);
  payOut(world, clock, story.payouts, beganAt + millis(story.payouts.every));
  const teller = createTeller(clock);
  for (const step of story.steps) {
    const stolen = { key: world.secretOf(step.as), prefix: step.prefix };
    for (let round = 0; round < (step.times ?? 1); round += 1) {
      clock.schedule(attackAt + millis(step.at) + round * millis(step.every ?? '1s'), () => {
        const { ok } = world.use(stolen, step.deed);
        teller.tell(step, THIEF, step.tells, !ok);
      });
    }
  }
  return { attackAt, deeds: teller.deeds };
}

/** Each round sets the alarm for the next, so that only one is waiting. */
function playRoutine(world: StripeWorld, clock: AlarmClock, routine: StripeRoutine, random: Seeded, due: number): void {
  clock.schedule(due + random.int(millis(routine.jitter) + 1), () => {
    for (const deed of routine.deeds) {
      // A service that is rolled out anew uses the new key.
      world.use({ key: world.secretOf(routine.as), prefix: routine.prefix }, asItGoes(deed, routine, random));
    }
    playRoutine(world, clock, routine, random, due + millis(routine.every));
  });
}

/** Customers differ in what they buy, and a bank declines now and then. */
function asItGoes(deed: StripeDeed, { declined }: StripeRoutine, random: Seeded): StripeDeed {
  if (deed.kind !== 'charge') return deed;
  const amount = Math.round(deed.amount * (0.5 + random.int(100) / 100));
  return { ...deed, amount, ...(random.chance(declined) ? { declined: 'insufficient_funds' } : {}) };
}

function payOut(world: StripeWorld, clock: AlarmClock, payouts: StripeStory['payouts'], due: number): void {
  clock.schedule(due, () => {
    world.payOutOnSchedule(payouts.amount, payouts.currency, payouts.destination);
    payOut(world, clock, payouts, due + millis(payouts.every));
  });
}
