import { describe, expect, it } from 'vitest';
import { secretPlace } from '../../../../../connectors/github/secrets/secret-place.ts';

describe('where a secret of GitHub is', () => {
  it.each([
    ['actions/acme/api/TOKEN', '/repos/acme/api/actions/secrets/TOKEN', false, ''],
    ['dependabot/acme/api/TOKEN#secret', '/repos/acme/api/dependabot/secrets/TOKEN', false, 'secret'],
    ['agents/acme/api/TOKEN', '/repos/acme/api/agents/secrets/TOKEN', false, ''],
    ['codespaces/acme/TOKEN', '/orgs/acme/codespaces/secrets/TOKEN', true, ''],
    ['environments/acme/api/eu/west 1/TOKEN', '/repos/acme/api/environments/eu%2Fwest%201/secrets/TOKEN', false, ''],
    ['actions/acme/a?b/TOKEN', '/repos/acme/a%3Fb/actions/secrets/TOKEN', false, ''],
  ])('%s', (target, url, isOrganisation, part) => {
    expect(secretPlace(target)).toMatchObject({ url, isOrganisation, part });
  });

  it.each(['', 'TOKEN', 'acme/api/TOKEN', 'actions/acme/api/9TOKEN', 'actions/acme/api/x/TOKEN', 'other/acme/TOKEN'])(
    'cannot be told from %j',
    (target) => {
      expect(() => secretPlace(target)).toThrow(expect.objectContaining({ code: 'GITHUB_SECRET_PLACE' }));
    },
  );
});
