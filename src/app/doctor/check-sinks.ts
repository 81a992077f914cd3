import type { Config, SinkConfig } from '../../config/config.ts';
import type { CheckResult, ConnectorContext } from '../../core/connector.ts';
import type { Clock } from '../../core/time.ts';
import { SECOND } from '../../core/time.ts';
import { fail, ok, warn } from '../../kit/check-results.ts';
import { asAppError } from '../failures.ts';
import { reach } from './reach.ts';

const PATIENCE = 5 * SECOND;

/** Whether alerts would get out. Nothing is sent; the path of an address, which may be a password, is never shown. */
export async function checkSinks(
  config: Config,
  context: Pick<ConnectorContext, 'secret'>,
  clock: Clock,
): Promise<readonly CheckResult[]> {
  const { sinks } = config.alerts;
  if (sinks.length === 0)
    return [warn('sinks', 'there are none: nobody is told of anything', 'Name one under `alerts.sinks`.')];
  return Promise.all(sinks.map((sink) => checkSink(sink, context, clock)));
}

async function checkSink(
  sink: SinkConfig,
  { secret }: Pick<ConnectorContext, 'secret'>,
  clock: Clock,
): Promise<CheckResult> {
  const aspect = sink.kind === sink.id ? sink.id : `${sink.kind} ${sink.id}`;
  const from = `tells what is ${sink.minSeverity} or worse`;
  if (sink.kind === 'console') return ok(aspect, `${from}, to whoever reads the output of \`keywatch run\``);
  try {
    const url = new URL((await secret(sink.url.reference)).reveal());
    const why = await reach(url, clock, PATIENCE);
    if (why === null) return ok(aspect, `${from}; ${url.host} answers`);
    return fail(
      aspect,
      `${url.host} cannot be reached: ${why}`,
      'Check the address, the name service and the firewall.',
    );
  } catch (error) {
    const { message, hint } = asAppError(error);
    return error instanceof TypeError
      ? fail(aspect, 'its address is no web address', 'Correct the secret behind `url`.')
      : fail(aspect, message, hint);
  }
}
