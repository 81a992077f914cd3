export const EXAMPLES: string = `
Examples:
  keywatch demo                            the whole loop on a simulated account
  keywatch scan ./cloudtrail-logs          find stolen keys in files you have
  keywatch search -k AKIA… --since 7d      what a key did, from where
  keywatch leak AKIA…                      was this leaked key used, by whom
  keywatch respond plan inc-7f3a9c2e       what would stop it; nothing is done
`;

export const EXIT_CODES: string = `
Exit codes:
   0  done
   1  Keywatch, or something that it needs, failed
   2  the command line or the configuration is wrong
   3  done, but something could not be read
  10  --fail-on: an incident of that severity or above was found
`;

export const KEYS_EXAMPLES: string = `
Examples:
  keywatch keys
  keywatch keys --unused-for 90d --state active
  keywatch keys --aged --format csv      still good and older than 90 days
  keywatch keys --aged 30d --kind token
  keywatch keys --over-powered           may write, was never seen to do so
  keywatch keys show AKIA…               its lineage, use, leaks and incidents
  keywatch keys adopt > draft.yaml       drafts the configuration of keys
  keywatch keys refresh                  reads the providers' own lists now
`;

export const LEAK_EXAMPLES: string = `
A secret is hashed and dropped: it reaches neither the database nor any log.
Key ids are not secret: a report of an id alone triggers nothing, unless
--with-secret says that its secret leaked, too.

Examples:
  keywatch leak AKIA… --at 2026-11-20 --place "wiki page"
  keywatch leak AKIA… --with-secret --place "old laptop"
  keywatch leak --secret - < leaked.txt
  pbpaste | keywatch leak --secret - --public
  gitleaks git -f json -r - | keywatch leak --report -
  keywatch leak --report trufflehog.jsonl --format json
`;

export const INIT_EXAMPLES: string = `
Examples:
  keywatch init
  keywatch init --provider aws --output /etc/keywatch/keywatch.yaml
  keywatch init --provider aws --grants
`;
