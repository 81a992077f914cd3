import type { Operation } from './operation.ts';

/** Operations by the first word of their name, as AWS names them nearly everywhere. */
const READ_ONLY = /^(Get|List|Describe|Search|Lookup|BatchGet|Head|Query|Scan|Check|View|Simulate)/;

/** Any operation of any service that has no behaviour here: judged and journalled like the rest, answer empty. */
export function genericOperation(action: string): Operation {
  return { readOnly: READ_ONLY.test(action), run: () => ({ body: {} }) };
}
