import type { AwsCloud } from '../aws/cloud.ts';
import { isObject, type JsonObject, textAt } from '../json.ts';
import type { Story, Workload } from './story.ts';

/** Who is who while a story plays: names to key ids. */
export class Actors {
  readonly #cloud: AwsCloud;
  readonly #workloads: ReadonlyMap<string, Workload>;
  readonly #keys = new Map<string, string>();

  constructor(cloud: AwsCloud, story: Story) {
    this.#cloud = cloud;
    this.#workloads = new Map(story.workloads.map((workload) => [workload.name, workload]));
  }

  /** The key id behind a name; a workload's session is renewed when it is about to expire. */
  keyId(name: string): string | undefined {
    const workload = this.#workloads.get(name);
    if (workload !== undefined && !this.#isFresh(name)) this.#renew(workload);
    return this.#keys.get(name);
  }

  save(name: string, keyId: string): void {
    this.#keys.set(name, keyId);
  }

  /** Keeps the id of a key or session that an answer holds. */
  saveFrom(name: string, answer: JsonObject): void {
    const holder = answer['AccessKey'] ?? answer['Credentials'];
    const id = isObject(holder) ? textAt(holder, 'AccessKeyId') : undefined;
    if (id !== undefined) this.#keys.set(name, id);
  }

  #isFresh(name: string): boolean {
    const credential = this.#cloud.credential(this.#keys.get(name) ?? '');
    if (credential === undefined || credential.kind === 'long-term') return false;
    return credential.expiresAt - this.#cloud.world.clock.now() > 300_000;
  }

  #renew(workload: Workload): void {
    const role = this.#cloud.in().roles.get(workload.role);
    if (role === undefined) throw new Error(`no role ${workload.role} in the story`);
    const { service, sessionName, region } = workload;
    this.#keys.set(workload.name, this.#cloud.sessionForService({ role, service, sessionName, region }).id);
  }
}
