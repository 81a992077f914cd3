import type { ConnectorContext } from '../../src/core/connector.ts';
import type { InventoryItem } from '../../src/core/credential.ts';
import type { FailureKind } from '../../src/core/errors.ts';
import { AppError } from '../../src/core/errors.ts';
import type { Access } from './clients/access.ts';
import { type GitHubConfig, isServer } from './config.ts';
import {
  authorizationItem,
  deployKeyItem,
  grantItem,
  installationItem,
  serverKeyItem,
  serverTokenItem,
  userKeyItem,
} from './inventory-items.ts';
import type { Json } from './json.ts';
import { textOf } from './json.ts';
import type { ListQuestion } from './sources/pages.ts';
import { pagesOf } from './sources/pages.ts';

/** Of one organisation; each costs a request. */
const MOST_REPOSITORIES = 1_000;
/** What a plan does not offer, or a permission that was not given: `doctor` says so, the rest of the list goes on. */
const NOT_FOR_US: ReadonlySet<FailureKind> = new Set(['forbidden', 'not-found', 'unsupported', 'bad-input']);

interface Part {
  readonly question: Omit<ListQuestion, 'baseUrl'>;
  readonly item: (entry: Json) => InventoryItem | null;
}

/** Every credential that GitHub lists for us: grants, SSO authorisations, installations, deploy keys, keys of our own. */
export async function* inventoryOf(
  config: GitHubConfig,
  access: Access,
  context: ConnectorContext,
): AsyncGenerator<readonly InventoryItem[]> {
  const { baseUrl } = config;
  const list = async function* ({ question, item }: Part): AsyncGenerator<readonly InventoryItem[]> {
    try {
      for await (const page of pagesOf(access.api, { ...question, baseUrl }))
        yield page.flatMap((entry) => item(entry) ?? []);
    } catch (error) {
      if (!(error instanceof AppError) || !NOT_FOR_US.has(error.kind)) throw error;
      context.log('info', 'GitHub does not show us a list of credentials', { list: question.what, kind: error.kind });
    }
  };
  for (const org of config.organizations) {
    for (const part of organisationParts(org)) yield* list(part);
    for (const repository of await repositoriesOf(org, access, baseUrl)) yield* list(deployKeys(repository));
  }
  for (const repository of config.repositories) yield* list(deployKeys(repository));
  for (const part of ownParts(config)) yield* list(part);
}

function organisationParts(org: string): readonly Part[] {
  const parameters = { org };
  return [
    {
      question: {
        what: `list the fine-grained tokens of ${org}`,
        route: 'GET /orgs/{org}/personal-access-tokens',
        parameters,
      },
      item: (entry) => grantItem(entry, org),
    },
    {
      question: {
        what: `list the SSO authorisations of ${org}`,
        route: 'GET /orgs/{org}/credential-authorizations',
        parameters,
      },
      item: (entry) => authorizationItem(entry, org),
    },
    {
      question: {
        what: `list the apps of ${org}`,
        route: 'GET /orgs/{org}/installations',
        parameters,
        member: 'installations',
      },
      item: (entry) => installationItem(entry, org),
    },
  ];
}

/** What belongs to the token itself, and what only an enterprise server shows. */
function ownParts(config: GitHubConfig): readonly Part[] {
  const own: Part = {
    question: { what: 'list our own SSH keys', route: 'GET /user/keys', parameters: {} },
    item: userKeyItem,
  };
  const server: Part = {
    question: { what: 'list the tokens of the server', route: 'GET /admin/tokens', parameters: {} },
    item: serverTokenItem,
  };
  const serverKeys: Part = {
    question: { what: 'list the SSH keys of the server', route: 'GET /admin/keys', parameters: {} },
    item: serverKeyItem,
  };
  return [...(config.access.app === undefined ? [own] : []), ...(isServer(config) ? [server, serverKeys] : [])];
}

function deployKeys(repository: string): Part {
  const [owner = '', repo = ''] = repository.split('/');
  return {
    question: {
      what: `list the deploy keys of ${repository}`,
      route: 'GET /repos/{owner}/{repo}/keys',
      parameters: { owner, repo },
    },
    item: (entry) => deployKeyItem(entry, owner, repository),
  };
}

async function repositoriesOf(org: string, access: Access, baseUrl: string): Promise<readonly string[]> {
  const question = {
    what: `list the repositories of ${org}`,
    route: 'GET /orgs/{org}/repos',
    parameters: { org },
    baseUrl,
  };
  const names: string[] = [];
  try {
    for await (const page of pagesOf(access.api, question)) {
      for (const repository of page) if (repository['archived'] !== true) names.push(textOf(repository['full_name']));
      if (names.length >= MOST_REPOSITORIES) break;
    }
  } catch (error) {
    if (!(error instanceof AppError) || !NOT_FOR_US.has(error.kind)) throw error;
  }
  return names.filter((name) => name !== '').slice(0, MOST_REPOSITORIES);
}
