import type { AwsCloud } from '../../src/simulate/aws/cloud.ts';
import type { Role, User } from '../../src/simulate/aws/model.ts';

/** Everything about the account that a response may change, without the ids and times that AWS makes up. */
export function awsStateOf(cloud: AwsCloud): unknown {
  const account = cloud.in();
  return {
    users: [...account.users.values()].map((user) => ({
      name: user.name,
      keys: user.keys.map((key) => key.state.latest),
      serviceCredentials: user.serviceCredentials.map((one) => one.status),
      password: user.loginProfile !== undefined,
      ...policiesOf(user),
    })),
    roles: [...account.roles.values()].map((role) => ({ name: role.name, ...policiesOf(role) })),
    trails: [...account.trails.values()].map((trail) => ({ name: trail.name, logging: trail.logging })),
    secrets: [...account.secrets.values()].map((secret) => {
      const current = secret.versions.find((one) => one.id === secret.labels.get('AWSCURRENT'));
      return {
        name: secret.name,
        value: anonymous(cloud, current?.value ?? ''),
        labels: [...secret.labels.keys()].toSorted(),
      };
    }),
  };
}

function policiesOf(holder: User | Role): { readonly inline: unknown; readonly attached: unknown } {
  const { inline, attached } = holder.policies.latest;
  const documents = [...inline].map(([name, document]) => [name, JSON.stringify(document)] as const);
  // The moment of a cut-off differs from run to run; that there is one does not.
  const timeless = documents.map(([name, text]) => [name, text.replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'then')]);
  return { inline: Object.fromEntries(timeless), attached: attached.toSorted() };
}

/** The secret's text with keys of the account replaced by whether they work. */
function anonymous(cloud: AwsCloud, text: string): string {
  let result = text;
  for (const user of cloud.in().users.values()) {
    for (const key of user.keys)
      result = result
        .replaceAll(key.id, `${key.state.latest} key of ${user.name}`)
        .replaceAll(key.secret, 'its secret');
  }
  return result;
}
