import type { ConnectorContext, ConnectorReader } from '../../src/core/connector.ts';
import type { Access } from './clients/access.ts';
import type { GitHubConfig } from './config.ts';
import { objectOf, textOf } from './json.ts';
import { tokenIdentifier } from './records/token-hash.ts';

/** Our own tokens, by the name that the log gives them, and the users or bots they speak for. */
export async function identitiesOf(
  config: GitHubConfig,
  access: Access,
  context: ConnectorContext,
): ReturnType<ConnectorReader['identities']> {
  const aliases: string[] = [];
  const actors: string[] = [];
  const { respond } = config;
  for (const token of [config.access.token, config.enterpriseToken, respond?.token]) {
    if (token === undefined) continue;
    aliases.push(tokenIdentifier((await context.secret(token.reference)).reveal().trim()));
  }
  if (access.app !== null) {
    const { data } = await access.app.ask('ask who the GitHub App is', 'GET /app');
    const slug = textOf(objectOf(data)['slug']);
    if (slug !== '') actors.push(`${slug}[bot]`);
  } else {
    const { data } = await access.api.ask('ask whose token we have', 'GET /user');
    const login = textOf(objectOf(data)['login']);
    // A person's other tokens are not ours: only accounts made for machines are ours as a whole.
    if (login.endsWith('[bot]') || textOf(objectOf(data)['type']) === 'Bot') actors.push(login);
  }
  return { aliases: aliases.map((alias) => `github:${alias}`), actors };
}
