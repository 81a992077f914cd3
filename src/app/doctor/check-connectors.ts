import type { Config } from '../../config/config.ts';
import type { ActionMode } from '../../core/action.ts';
import type { CheckResult, Connector, ConnectorContext } from '../../core/connector.ts';
import { asAppError } from '../failures.ts';
import type { Surroundings } from '../surroundings.ts';
import { fail, ok } from './marks.ts';

const MODES: readonly ActionMode[] = ['auto', 'gated', 'guided', 'none'];

/** One provider's own self-test: can we get in, may we read what we need, is there anything to read. */
export async function checkConnector(
  connector: Connector,
  settings: unknown,
  context: ConnectorContext,
): Promise<readonly CheckResult[]> {
  if (connector.open === undefined) return [ok('access', 'nothing to open: it knows keys and offers nothing to watch')];
  try {
    const reader = await connector.open(settings, context);
    try {
      return await reader.check();
    } finally {
      await reader.close();
    }
  } catch (error) {
    const { message, hint } = asAppError(error);
    return [fail('access', message, hint)];
  }
}

/** What could be done at each provider, and who has to do it. */
export function checkActions(config: Config, around: Surroundings): readonly CheckResult[] {
  return Object.keys(config.connectors).flatMap((id) => {
    const actions = around.connectors[id]?.actions ?? [];
    if (actions.length === 0) return [ok(id, 'nothing can be done here by Keywatch')];
    const byCapability = Map.groupBy(actions, ({ capability }) => capability);
    return [...byCapability].map(([capability, list]) => ok(`${id}: ${capability}`, modesText(id, list)));
  });
}

/** `auto: deactivate-key, quarantine-user; gated: delete-key [irreversible]` */
function modesText(id: string, actions: Connector['actions']): string {
  const byMode = Map.groupBy(actions, ({ mode }) => mode);
  return MODES.flatMap((mode) => {
    const list = byMode.get(mode) ?? [];
    return list.length === 0 ? [] : [`${mode}: ${list.map((action) => nameOf(id, action)).join(', ')}`];
  }).join('; ');
}

function nameOf(id: string, action: Connector['actions'][number]): string {
  const name = action.id.startsWith(`${id}.`) ? action.id.slice(id.length + 1) : action.id;
  return action.risk === 'irreversible' ? `${name} [irreversible]` : name;
}
