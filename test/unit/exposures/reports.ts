/** Reports as the scanners write them, around keys made at test time. */

export interface GitleaksFinding {
  readonly secret: string;
  readonly match?: string;
  readonly file?: string;
  readonly date?: string;
  readonly rule?: string;
}

export function gitleaksReport(findings: readonly GitleaksFinding[]): string {
  return JSON.stringify(
    findings.map(
      ({
        secret,
        match = secret,
        file = 'src/deploy.env',
        date = '2026-11-20T08:30:00Z',
        rule = 'generic-api-key',
      }) => ({
        RuleID: rule,
        Description: 'Found a key.',
        StartLine: 3,
        EndLine: 3,
        StartColumn: 1,
        EndColumn: 60,
        Match: match,
        Secret: secret,
        File: file,
        SymlinkFile: '',
        Commit: '0a1b2c3d4e5f60718293a4b5c6d7e8f901234567',
        Entropy: 4.1,
        Author: 'Ada',
        Email: 'ada@example.com',
        Date: date,
        Message: 'Add deployment',
        Tags: [],
        Fingerprint: `0a1b:${file}:${rule}:3`,
      }),
    ),
  );
}

export interface TrufflehogFinding {
  readonly raw: string;
  readonly rawV2?: string;
  readonly data?: Readonly<Record<string, unknown>>;
}

const GIT = {
  Git: {
    commit: '0a1b2c3d4e5f60718293a4b5c6d7e8f901234567',
    file: 'keys',
    email: 'Ada <ada@example.com>',
    repository: 'https://git.example.com/team/app.git',
    timestamp: '2026-11-20 08:30:00 +0000',
    line: 4,
  },
};

export function trufflehogLine({ raw, rawV2 = '', data = GIT }: TrufflehogFinding): string {
  return JSON.stringify({
    SourceMetadata: { Data: data },
    SourceID: 1,
    SourceType: 16,
    SourceName: 'trufflehog - git',
    DetectorType: 2,
    DetectorName: 'Acme',
    DecoderName: 'PLAIN',
    Verified: false,
    Raw: raw,
    RawV2: rawV2,
    Redacted: '',
    ExtraData: null,
    StructuredData: null,
  });
}

export interface SarifResult {
  readonly snippet?: string;
  readonly message?: string;
  readonly uri?: string;
}

export function sarifReport(results: readonly SarifResult[]): string {
  return JSON.stringify({
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'scanner', rules: [] } },
        results: results.map(({ snippet, message = 'a key was found', uri = 'app/settings.py' }) => ({
          ruleId: 'acme-key',
          message: { text: message },
          locations: [
            {
              physicalLocation: {
                artifactLocation: { uri },
                region: { startLine: 7, ...(snippet === undefined ? {} : { snippet: { text: snippet } }) },
              },
            },
          ],
          partialFingerprints: { commitSha: '0a1b2c3d4e5f60718293a4b5c6d7e8f901234567', date: '2026-11-20T08:30:00Z' },
        })),
      },
    ],
  });
}
