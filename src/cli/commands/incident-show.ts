import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { detectorCatalogue } from '../../app/catalogue.ts';
import { incidentReport } from '../../app/incident-report.ts';
import { incidentHtml } from '../../report/incident-html.ts';
import { incidentJson } from '../../report/incident-json.ts';
import { incidentText } from '../../report/incident-text.ts';
import { incidentMarkdown } from '../../report/markdown.ts';
import type { Act, CliContext } from '../context.ts';
import { textOptions } from '../context.ts';
import type { ExitCode } from '../exit.ts';
import { EXIT } from '../exit.ts';
import { type StoreOptions, useStore, withStore } from '../store-options.ts';
import { usageError } from '../usage.ts';
import { unknownIncident } from './incident-changes.ts';

interface ShowOptions extends StoreOptions {
  readonly format: string;
  readonly evidence: string;
  readonly output?: string;
}

const FORMATS = ['table', 'json', 'markdown', 'html'] as const;
