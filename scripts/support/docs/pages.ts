import { CONNECTORS } from '../../../connectors/registry.ts';
import { configReference } from '../../../src/config/reference.ts';
import { cliPage } from './cli-page.ts';
import { permissionsPage } from './permissions-page.ts';
import { rulesPage } from './rules-page.ts';

const MARK = '<!-- Written by `npm run docs` from the code. Do not edit. -->\n\n';

export interface Page {
  /** Path from the root of the checkout. */
  readonly file: string;
  readonly text: string;
}

/** All generated pages, from the declarations that the program itself runs on. */
export async function pages(root: string): Promise<readonly Page[]> {
  const connectors = Object.values(CONNECTORS);
  const texts: readonly (readonly [string, string])[] = [
    ['docs/cli.md', await cliPage()],
    ['docs/config.md', configReference(connectors)],
    ['docs/permissions.md', permissionsPage(connectors)],
    ['docs/rules.md', await rulesPage(root)],
  ];
  return texts.map(([file, text]) => ({ file, text: `${MARK}${text.trimEnd()}\n` }));
}
