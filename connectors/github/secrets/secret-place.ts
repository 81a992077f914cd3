import { AppError } from '../../../src/core/errors.ts';

/** Where a secret is. */
export interface SecretPlace {
  /** `/repos/acme/api/actions/secrets` */
  readonly box: string;
  readonly url: string;
  /** Which part of the credential goes in; '' for the only one, or all as JSON. */
  readonly part: string;
  readonly isOrganisation: boolean;
}

const REPOSITORY = /^(actions|dependabot|codespaces|agents)\/([^/]+)\/([^/]+)\/([A-Za-z_]\w*)$/;
const ORGANISATION = /^(actions|dependabot|codespaces|agents)\/([^/]+)\/([A-Za-z_]\w*)$/;
const ENVIRONMENT = /^environments\/([^/]+)\/([^/]+)\/(.+)\/([A-Za-z_]\w*)$/;

/**
 * Reads the target of a consumer: `actions/acme/api/AWS_KEY` for a repository, `actions/acme/AWS_KEY` for an
 * organisation, `environments/acme/api/production/AWS_KEY`; `dependabot`, `codespaces`
 * and `agents` (Copilot) like `actions`. `#name`
 * behind it takes one part of the credential.
 * @throws AppError
 */
export function secretPlace(target: string): SecretPlace {
  const [path = '', part = ''] = target.split('#');
  const segments = (...names: readonly (string | undefined)[]): string =>
    names.map((name) => encodeURIComponent(name ?? '')).join('/');
  const place = (box: string, name: string | undefined, isOrganisation: boolean): SecretPlace => {
    return { box, url: `${box}/${segments(name)}`, part, isOrganisation };
  };
  const environment = ENVIRONMENT.exec(path);
  if (environment !== null) {
    const [, owner, repo, name, secret] = environment;
    return place(`/repos/${segments(owner, repo)}/environments/${segments(name)}/secrets`, secret, false);
  }
  const repository = REPOSITORY.exec(path);
  if (repository !== null) {
    const [, reader, owner, repo, secret] = repository;
    return place(`/repos/${segments(owner, repo, reader)}/secrets`, secret, false);
  }
  const organisation = ORGANISATION.exec(path);
  if (organisation !== null) {
    const [, reader, org, secret] = organisation;
    return place(`/orgs/${segments(org, reader)}/secrets`, secret, true);
  }
  throw new AppError(`${path} names no secret of GitHub`, {
    code: 'GITHUB_SECRET_PLACE',
    kind: 'config',
    hint: 'Write actions/OWNER/REPOSITORY/NAME, actions/ORGANISATION/NAME or environments/OWNER/REPOSITORY/ENVIRONMENT/NAME.',
  });
}
