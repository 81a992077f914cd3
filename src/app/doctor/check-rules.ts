import type { CheckResult } from '../../core/connector.ts';
import { fail, ok, warn } from '../../kit/check-results.ts';
import { count } from '../../report/lines.ts';
import { asAppError } from '../failures.ts';
import { testRules } from '../setup/rule-book.ts';
import type { RuleChoice } from '../setup/rules.ts';
import type { Surroundings } from '../surroundings.ts';

/** Whether every rule was loaded and still does what its examples say. */
export async function checkRules(choice: RuleChoice, around: Surroundings): Promise<readonly CheckResult[]> {
  try {
    const { rules, examples, failed, skipped, disabled } = await testRules(choice, around);
    const off = disabled.length === 0 ? '' : `, ${disabled.length} switched off (${disabled.join(', ')})`;
    return [
      ok('loaded', `${count(rules, 'rule')}, ${count(examples, 'example')} run${off}`),
      ...failed.map(({ rule, expected, number }) =>
        fail(rule, `its example ${number} of \`${expected}\` does not hold`, 'See `keywatch rules test`.'),
      ),
      ...skipped.map(({ path, reason }) =>
        warn(path, `was not loaded: ${reason}`, 'Correct the file, or take it out of the folder.'),
      ),
    ];
  } catch (error) {
    const { message, hint } = asAppError(error);
    return [fail('loaded', message, hint)];
  }
}
