import { existsSync } from 'node:fs';
import type { CheckResult, ConnectorContext } from '../../core/connector.ts';
import { fail, ok } from '../../kit/check-results.ts';
import { asAppError } from '../failures.ts';
import { openDatabase } from '../setup/database.ts';
import type { ReadConfig } from '../setup/read-config.ts';
import type { Surroundings } from '../surroundings.ts';
import { checkConfig } from './check-config.ts';
import { checkActions, checkConnector } from './check-connectors.ts';
import { checkDatabase } from './check-database.ts';
import { checkRules } from './check-rules.ts';
import { checkSinks } from './check-sinks.ts';
import { checkSources } from './check-sources.ts';

export type { CheckResult };

export interface DoctorOptions {
  readonly settings: ReadConfig;
  /** Absolute path. */
  readonly database: string;
  readonly around: Surroundings;
  readonly context: ConnectorContext;
  /** Asks neither providers nor sinks. */
  readonly offline: boolean;
}

export interface Section {
  readonly title: string;
  readonly results: readonly CheckResult[];
}

/** The self-test, section by section as each is ready: the first are at once there, providers take their time. */
export async function* examine(options: DoctorOptions): AsyncGenerator<Section> {
  const { settings, around, context, offline } = options;
  const { config } = settings;
  const { clock } = around.system;
  yield { title: 'Configuration', results: checkConfig(settings) };
  yield* stored(options);
  yield { title: 'Rules', results: await checkRules(config.detection, around) };
  if (!offline) yield { title: 'Alerts', results: await checkSinks(config, context, clock) };
  for (const [id, entry] of Object.entries(config.connectors)) {
    const connector = around.connectors[id];
    if (connector === undefined || offline) continue;
    yield { title: connector.title, results: await checkConnector(connector, entry, context) };
  }
  if (Object.keys(config.connectors).length > 0)
    yield { title: 'Actions, carried out by approved runs alone', results: checkActions(config, around) };
}

async function* stored({ settings, database, around }: DoctorOptions): AsyncGenerator<Section> {
  const title = 'Database';
  if (!existsSync(database)) {
    yield { title, results: [ok('file', `${database} is not there yet: the first scan or run makes it`)] };
    return;
  }
  try {
    const store = await openDatabase({ path: database, cwd: around.cwd, mustExist: true, readOnly: true });
    try {
      const now = around.system.clock.now();
      yield { title, results: await checkDatabase(store, database, now) };
      yield { title: 'Sources', results: await checkSources(store, settings.config, now) };
    } finally {
      await store.close();
    }
  } catch (error) {
    const { message, hint } = asAppError(error);
    yield { title, results: [fail('file', message, hint)] };
  }
}
