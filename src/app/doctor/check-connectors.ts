import type { Config } from '../../config/config.ts';
import type { ActionDeclaration, ActionMode } from '../../core/action.ts';
import type { CheckResult, Connector, ConnectorContext } from '../../core/connector.ts';
import { fail, ok } from '../../kit/check-results.ts';
import { asAppError } from '../failures.ts';
import type { Surroundings } from '../surroundings.ts';

/** Who carries out an approved step. */
const DOERS: readonly (readonly [ActionMode, string])[] = [
  ['auto', 'auto (by Keywatch)'],
  ['gated', 'gated (by Keywatch, where your plan with the provider allows)'],
  ['guided', 'guided (by a person, step by step)'],
  ['none', 'none (by nobody)'],
];

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

/** What could be done at each provider, and who has to do it; what the configuration makes no use of, and why. */
export function checkActions(config: Config, around: Surroundings): readonly CheckResult[] {
  return Object.entries(config.connectors).flatMap(([id, settings]) => {
    const connector = around.connectors[id];
    const actions = connector?.actions ?? [];
    if (connector === undefined || actions.length === 0) return [ok(id, 'nothing can be done here by Keywatch')];
    const why = ({ id: action }: ActionDeclaration): string | null =>
      connector.unavailable === undefined ? '' : connector.unavailable(settings, action);
    const byCapability = Map.groupBy(actions, ({ capability }) => capability);
    return [...byCapability].map(([capability, list]) => {
      const usable = list.filter((action) => why(action) === '');
      const unused = list.flatMap((one) => (why(one) ? [`${nameOf(id, one)} (${String(why(one))})`] : []));
      const parts = [
        doersText(id, usable),
        unused.length === 0 ? '' : `not with this configuration: ${unused.join(', ')}`,
      ];
      return ok(`${id}: ${capability}`, parts.filter((part) => part !== '').join('; '));
    });
  });
}

/** `auto (by Keywatch): deactivate-key, quarantine-user; guided (by a person, step by step): remove-root-key` */
function doersText(id: string, actions: readonly ActionDeclaration[]): string {
  const byMode = Map.groupBy(actions, ({ mode }) => mode);
  return DOERS.flatMap(([mode, doer]) => {
    const list = byMode.get(mode) ?? [];
    return list.length === 0 ? [] : [`${doer}: ${list.map((action) => nameOf(id, action)).join(', ')}`];
  }).join('; ');
}

function nameOf(id: string, action: ActionDeclaration): string {
  const name = action.id.startsWith(`${id}.`) ? action.id.slice(id.length + 1) : action.id;
  return action.risk === 'irreversible' ? `${name} [irreversible]` : name;
}
