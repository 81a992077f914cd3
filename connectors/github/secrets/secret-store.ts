import type { SecretStore } from '../../../src/core/connector.ts';
import { AppError } from '../../../src/core/errors.ts';
import { Secret } from '../../../src/core/secret.ts';
import type { GitHubApi } from '../clients/client.ts';
import { objectOf, textOf, wordOf } from '../json.ts';
import { orNull } from '../performers/tolerant.ts';
import { sealed } from './seal.ts';
import { secretPlace } from './secret-place.ts';

/**
 * Secrets of Actions, Dependabot, Codespaces and environments. They are written sealed and never read back, so a
 * delivery is known by its stamp alone, and what was there before cannot be put back.
 */
export function githubSecretStore(api: GitHubApi): SecretStore {
  return {
    read: (target) => Promise.reject(unreadable(target)),
    prepare: async (target) => {
      const { url } = secretPlace(target);
      const answer = await orNull(() => api.ask(`look at the secret ${target}`, `GET ${url}`));
      const found = objectOf(answer?.data);
      return { existed: String(answer !== null), updated: textOf(found['updated_at']) };
    },
    deliver: async (target, parts) => {
      const { box, part, url, isOrganisation } = secretPlace(target);
      const key = objectOf((await api.ask(`get the public key of ${target}`, `GET ${box}/public-key`)).data);
      const encrypted_value = await sealed(valueOf(target, parts, part), textOf(key['key']));
      const visibility = isOrganisation ? await visibilityOf(api, target, url) : {};
      const parameters = { encrypted_value, key_id: wordOf(key['key_id']), ...visibility };
      await api.ask(`write the secret ${target}`, `PUT ${url}`, { parameters });
      const written = objectOf((await api.ask(`look at the secret ${target}`, `GET ${url}`)).data);
      return { updated: textOf(written['updated_at']) };
    },
    // GitHub says no more of a secret than when it was written: a stamp that has moved since we looked is ours.
    reconcile: async (target, _key, { updated: before = '' }) => {
      const { url } = secretPlace(target);
      const answer = await orNull(() => api.ask(`look at the secret ${target}`, `GET ${url}`));
      const updated = textOf(objectOf(answer?.data)['updated_at']);
      return updated === '' || updated === before ? null : { updated };
    },
    confirm: async (target, { updated = '' }) => {
      const { url } = secretPlace(target);
      const { data } = await api.ask(`look at the secret ${target}`, `GET ${url}`);
      const now = textOf(objectOf(data)['updated_at']);
      if (now === updated)
        return { kind: 'verified', evidence: `GitHub took ${target} at ${now}; it shows no value to compare` };
      return { kind: 'failed', reason: `somebody else wrote ${target} at ${now}, after our delivery at ${updated}` };
    },
    rollback: async (target, { existed = '' }) => {
      if (existed !== 'false') throw gone(target);
      const { url } = secretPlace(target);
      await orNull(() => api.ask(`delete the secret ${target}`, `DELETE ${url}`));
    },
  };
}

/** Who may use the secret of an organisation is sent back as it was; a new one is for private repositories. */
async function visibilityOf(api: GitHubApi, target: string, url: string): Promise<Readonly<Record<string, unknown>>> {
  const answer = await orNull(() => api.ask(`look at the secret ${target}`, `GET ${url}`));
  const visibility = textOf(objectOf(answer?.data)['visibility']) || 'private';
  if (visibility !== 'selected') return { visibility };
  const { data } = await api.ask(`see who may use the secret ${target}`, `GET ${url}/repositories`, {
    parameters: { per_page: 100 },
  });
  const { repositories, total_count: total } = objectOf(data);
  const rows = Array.isArray(repositories) ? repositories : [];
  if (Number(total) > rows.length) throw tooMany(target);
  return { visibility, selected_repository_ids: rows.map((row: unknown) => Number(wordOf(objectOf(row)['id']))) };
}

/** The part that the target names, the only one there is, or all of them as JSON. */
function valueOf(target: string, parts: Readonly<Record<string, Secret>>, part: string): Secret {
  const values = Object.values(parts);
  const [only] = values;
  if (part !== '') {
    const named = parts[part];
    if (named !== undefined) return named;
    throw new AppError(`the successor has no part ${part} to put into ${target}`, {
      code: 'GITHUB_SECRET_PART',
      kind: 'config',
      hint: `Name one of these behind the #: ${Object.keys(parts).join(', ')}.`,
    });
  }
  if (values.length === 1 && only !== undefined) return only;
  return new Secret(
    JSON.stringify(Object.fromEntries(Object.entries(parts).map(([name, one]) => [name, one.reveal()]))),
  );
}

function unreadable(target: string): AppError {
  return new AppError(`GitHub never shows the secret ${target} again`, {
    code: 'GITHUB_SECRET_WRITE_ONLY',
    kind: 'unsupported',
    hint: 'Reference this value from a place that can be read.',
  });
}

function gone(target: string): AppError {
  return new AppError(`what was in the secret ${target} before cannot be put back: GitHub never shows it`, {
    code: 'GITHUB_SECRET_NO_ROLLBACK',
    kind: 'unsupported',
    hint: 'Write the old value there by hand, if it may still be used.',
  });
}

function tooMany(target: string): AppError {
  return new AppError(`the secret ${target} is shared with more repositories than one answer lists`, {
    code: 'GITHUB_SECRET_SHARED',
    kind: 'unsupported',
    hint: 'Write it by hand, so that nobody loses access to it.',
  });
}
