import { html, raw } from 'hono/html';
import { appendix } from './html/appendix.ts';
import { coverage } from './html/coverage.ts';
import { credentials } from './html/credentials.ts';
import { evidence } from './html/evidence.ts';
import { head } from './html/head.ts';
import { linked } from './html/linked.ts';
import { section, text } from './html/markup.ts';
import { proof } from './html/proof.ts';
import { response } from './html/response.ts';
import { score } from './html/score.ts';
import { story } from './html/story.ts';
import { STYLE } from './html/style.ts';
import { timelineFigure } from './html/timeline-figure.ts';
import type { IncidentReport } from './incident-report.ts';

/** Nothing is loaded and nothing can run, even if a text got past the escaping. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/** One self-contained file: no network, no script, fit for an attachment, a screen and paper. */
export async function incidentHtml(report: IncidentReport): Promise<string> {
  const { incident } = report;
  const page = await html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${incident.id}: ${text(incident.title)}</title>
<style>${raw(STYLE)}</style>
</head>
<body>
<main>
${head(report)}
${section('happened', 'What happened', html`${timelineFigure(report)}${story(report)}`)}
${linked(report)}
${score(report)}
${credentials(report)}
${response(report)}
${proof(report)}
${evidence(report)}
${coverage(report)}
${appendix(report)}
</main>
</body>
</html>
`;
  return page.toString();
}
