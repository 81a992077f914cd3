import type { AwsCloud } from '../aws/cloud.ts';
import { DATA_SELECTOR } from '../aws/cloudtrail/trail.ts';
import { seeded } from '../seeded.ts';
import { Actors } from './actors.ts';
import type { Story } from './story.ts';

/** Makes the cast and the props of a story: users with a key each, roles, secrets, a trail that logs. */
export function setStage(cloud: AwsCloud, story: Story): Actors {
  const actors = new Actors(cloud, story);
  for (const user of story.users) {
    cloud.createUser(user);
    actors.save(user.name, cloud.createKey(user.name).id);
  }
  for (const role of story.roles) {
    cloud.createRole({ ...role, trusts: role.trusts.map((name) => (name === '$account' ? cloud.account : name)) });
  }
  const random = seeded(`${story.id}/secrets`);
  for (const name of story.secrets) cloud.createSecret({ name, value: `simulated-${random.uuid()}` });
  const { bucket, name } = story.trail;
  if (!cloud.world.buckets.has(bucket)) cloud.createBucket({ name: bucket });
  if (!cloud.in().trails.has(name)) cloud.createTrail({ name, bucket, validation: true, selectors: [DATA_SELECTOR] });
  return actors;
}
