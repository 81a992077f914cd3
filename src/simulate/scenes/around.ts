/** Sunday morning: nobody is watching. */
export const START = '2026-11-01T03:12:00Z';

/** The secret part of an incoming webhook's address. */
export const CHAT_PATH = '/services/T0SIMULATED/B0SIMULATED/only-for-the-demo';

/** A configuration file around the connectors of a scene. @param connectors indented by two */
export function configAround(connectors: string): string {
  return `database:
  path: demo.db
  raw: keep
connectors:
${connectors}schedule:
  backfill: 21d
alerts:
  sinks:
    - kind: slack
      id: security-channel
      url: env:KEYWATCH_SLACK
`;
}
