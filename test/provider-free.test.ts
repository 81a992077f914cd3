import { describe, expect, it } from 'vitest';
import { readSource, sourceFiles } from './support/source-files.ts';
import { withoutComments } from './support/syntax.ts';

/** Words of one provider that mean nothing else, found inside longer words too (`githubToken`, `isCloudTrail`). */
const ANYWHERE = ['github', 'gitlab', 'cloudtrail', 'openai', 'anthropic', 'guardduty', 'accesskeyid', 'assumerole'];
/** Words too short for that: they count only as a word of their own, camel humps included (`awsKey`, not `laws`). */
const WORDS = ['aws', 'amazon', 'stripe', 'google', 'gcp', 'azure', 'arn', 'akia', 'asia', 'sts', 'sqs', 'iam'];

interface Exception {
  readonly file: RegExp;
  readonly words: readonly string[];
  readonly reason: string;
}

/** Keep short: each entry is a place that names a provider, and why that binds the engine to nothing. */
const EXCEPTIONS: readonly Exception[] = [
  {
    file: /^src\/cli\/help-texts\.ts$/,
    words: ['cloudtrail', 'akia', 'aws'],
    reason: 'examples for people to copy',
  },
  { file: /^src\/cli\/commands\/search\.ts$/, words: ['akia'], reason: 'examples for people to copy' },
  { file: /^src\/detect\/attack-tools\.ts$/, words: ['aws', 'iam'], reason: 'names of attack tools contain them' },
];

/** Here doc comments give examples (`aws:AKIA…`), since an abstract id explains nothing; code may not. */
const COMMENTS_MAY = /^src\/(core|kit|detect|respond|report)\//;

function providerWords(text: string): string[] {
  const humps = text.replace(/([a-z0-9])([A-Z])/g, '$1 $2').replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2');
  const words = new Set(humps.toLowerCase().match(/[a-z]+/g));
  const lower = text.toLowerCase();
  return [...ANYWHERE.filter((word) => lower.includes(word)), ...WORDS.filter((word) => words.has(word))];
}

describe('the engine knows no provider', () => {
  const files = sourceFiles('src/**/*.ts').filter((file) => !file.startsWith('src/simulate/'));
  const found = files.flatMap((file) => {
    const text = readSource(file);
    return providerWords(COMMENTS_MAY.test(file) ? withoutComments(text) : text).map((word) => ({ file, word }));
  });
  const covers = (exception: Exception, one: { file: string; word: string }): boolean =>
    exception.file.test(one.file) && exception.words.includes(one.word);

  it('in any file of src outside the simulators', () => {
    expect(found.filter((one) => !EXCEPTIONS.some((exception) => covers(exception, one)))).toEqual([]);
  });

  it('and keeps no exception that is not needed any more', () => {
    const idle = EXCEPTIONS.flatMap((exception) =>
      exception.words
        .filter((word) => !found.some((one) => one.word === word && covers(exception, one)))
        .map((word) => `${exception.file}: ${word}`),
    );
    expect(idle).toEqual([]);
  });

  it.each([
    ['const githubToken = 1;', ['github']],
    ["if (provider === 'aws') return;", ['aws']],
    ['const awsKey = AWSClient;', ['aws']],
    ['// Stripe sends this twice', ['stripe']],
    ["action === 'GetCallerIdentity' && isCloudTrail", ['cloudtrail']],
    ['the laws of striped Asian exists', []],
  ])('and a breach is seen: %s', (text, words) => {
    expect(providerWords(text)).toEqual(words);
  });
});
