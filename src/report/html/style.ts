/** The report's own style sheet: system fonts, one measure, light and dark, paper. Colours meet a contrast of 4.5. */
export const STYLE: string = `
:root{color-scheme:light dark;
--paper:#fdfdfb;--ink:#1d1f21;--soft:#5a5f66;--line:#dddcd5;--panel:#f4f4ef;--hatch:#b9b6aa;
--critical:#a8201a;--high:#9c4400;--medium:#7a5900;--low:#1b5f86;--good:#1f6b3a;--accent:#1b5f86}
@media (prefers-color-scheme:dark){:root{
--paper:#16181a;--ink:#e4e4df;--soft:#a0a5ab;--line:#33373b;--panel:#1e2124;--hatch:#4b5056;
--critical:#ff8a80;--high:#ffab70;--medium:#e3c15c;--low:#7fc3ec;--good:#7fd19b;--accent:#7fc3ec}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;font-variant-numeric:tabular-nums;text-rendering:optimizeLegibility}
main{max-width:1128px;margin:0 auto;padding:40px 24px 72px}
h1{font-size:30px;line-height:1.2;font-weight:650;letter-spacing:-.012em;margin:6px 0 12px;max-width:26em;text-wrap:balance;overflow-wrap:anywhere}
h2{font-size:19px;line-height:1.3;font-weight:650;margin:0 0 12px}
h3{font-size:15px;font-weight:650;margin:20px 0 6px}
section{margin-top:38px;padding-top:22px;border-top:1px solid var(--line)}
p{margin:0 0 10px;max-width:72ch}.aside{max-width:none}
code{font:.87em/1.4 ui-monospace,"SF Mono",SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;overflow-wrap:anywhere}
time{white-space:nowrap}
.eyebrow,.aside,.owner,.detail,figcaption,.facts{color:var(--soft);font-size:13px}
.eyebrow{margin:0;max-width:none}
.lead{font-size:17px;line-height:1.55;max-width:68ch;margin:14px 0 20px;overflow-wrap:anywhere}
.detail{display:block;overflow-wrap:anywhere}
.badges{display:flex;flex-wrap:wrap;gap:6px;align-items:center;max-width:none}
.owner{margin-left:6px}
.pill{display:inline-block;padding:0 8px;border:1px solid currentColor;border-radius:10px;font-size:12px;line-height:18px;font-weight:600;white-space:nowrap;color:var(--soft)}
.pill.critical,.pill.high,.pill.medium,.pill.low,.pill.good{color:var(--tone)}
.critical{--tone:var(--critical)}.high{--tone:var(--high)}.medium{--tone:var(--medium)}.low,.info{--tone:var(--low)}.good{--tone:var(--good)}.plain{--tone:var(--soft)}
.score th:first-child{text-align:right;padding-right:16px}
header>.badges>.pill.critical{background:var(--critical);border-color:var(--critical);color:var(--paper)}
.verdict{border-left:3px solid var(--accent);padding-left:12px}
dl.figures{display:grid;grid-template-columns:repeat(auto-fit,minmax(150px,1fr));gap:0;margin:0;border:1px solid var(--line);border-radius:6px;background:var(--panel)}
dl.figures div{padding:10px 14px;border-left:1px solid var(--line);margin-left:-1px}
dl.figures dt{font-size:12.5px;color:var(--soft)}
dl.figures dd{margin:0;font-size:18px;font-weight:600;line-height:1.35}
dd.green{color:var(--good)}dd.red{color:var(--critical)}dd.yellow{color:var(--medium)}dd.dim{color:var(--soft)}
figure{margin:0 0 20px}
figure.timeline{overflow-x:auto}
figure svg{display:block;width:100%;min-width:820px;height:auto}
svg text{font:12px system-ui,-apple-system,"Segoe UI",Roboto,Arial,sans-serif;fill:var(--soft);font-variant-numeric:tabular-nums}
svg .axis text{text-anchor:middle}svg .axis .day{text-anchor:start;font-weight:600;fill:var(--ink)}
svg .cut{text-anchor:middle;font-size:11px;font-style:italic}
svg .label{text-anchor:end;font-family:ui-monospace,Menlo,Consolas,"DejaVu Sans Mono",monospace;font-size:11.5px;fill:var(--ink)}
svg .sublabel{text-anchor:end;font-size:11px}
svg .lane{stroke:var(--line)}svg .tick{stroke:var(--line);stroke-dasharray:1 3}
svg .break{fill:var(--paper)}svg .blind{fill:url(#hatch)}svg .hatch{fill:var(--hatch)}
svg .use{stroke:var(--ink);stroke-width:2;stroke-linecap:round;opacity:.75}
svg .denied{stroke:var(--critical);stroke-width:1.8;fill:none;stroke-linecap:round}
svg .exposure{fill:var(--high)}svg .mint{stroke:var(--high);stroke-width:1.5;fill:none}svg .mint-dot{fill:var(--paper);stroke:var(--high);stroke-width:2}
svg .finding{fill:var(--tone)}
svg .act{fill:var(--accent)}svg .act.failed{fill:var(--critical)}svg .act.waiting,svg .act.skipped{fill:var(--paper);stroke:var(--accent);stroke-width:1.5}
svg .contained{stroke:var(--good);stroke-width:2}
figcaption{margin-top:6px}
.key{white-space:nowrap;margin-left:14px}
.swatch{display:inline-block;width:10px;height:10px;margin-right:5px;vertical-align:-1px}
.swatch.use{width:3px;background:var(--ink)}
.swatch.denied{background:linear-gradient(45deg,transparent 42%,var(--critical) 42% 58%,transparent 58%),linear-gradient(-45deg,transparent 42%,var(--critical) 42% 58%,transparent 58%)}
.swatch.mint{border:2px solid var(--high);border-radius:50%}
.swatch.finding{background:var(--critical);transform:rotate(45deg) scale(.8)}
.swatch.act{background:var(--accent);border-radius:2px}
.swatch.line{width:2px;background:var(--good)}
.swatch.blind{background:repeating-linear-gradient(45deg,var(--hatch) 0 2px,transparent 2px 5px)}
ol.story,ol.steps,ul.tree,ul.tree ul,ul.blindlist{list-style:none;margin:0;padding:0}
.story li{display:grid;grid-template-columns:148px 68px minmax(0,1fr);gap:0 12px;padding:5px 0 5px 12px;border-left:3px solid transparent}
.story li.day{display:block;font-weight:650;padding:12px 0 3px 12px}
.story .when{color:var(--soft);white-space:nowrap}.story .kind{color:var(--soft)}
.story .what{overflow-wrap:anywhere;max-width:78ch}
.story li.exposure,.story li.mint{border-color:var(--high)}.story li.finding{border-color:var(--tone)}.story li.action{border-color:var(--accent)}.story li.proof{border-color:var(--good)}
.story li.finding .what{font-weight:600}.story li.finding .detail,.story li.finding.low .what,.story li.finding.info .what{font-weight:400}
.story li.note{border-color:var(--line)}
.story li.blind{border-color:var(--hatch);background:repeating-linear-gradient(45deg,var(--panel) 0 6px,transparent 6px 12px)}
.story li.quiet{display:block;padding:8px 0 8px 12px;text-align:center;max-width:900px}
.story li.quiet span{color:var(--soft);font-size:13px;font-style:italic}
table{border-collapse:collapse;width:100%;font-size:14px}
th{text-align:left;font-weight:600;font-size:12.5px;color:var(--soft);border-bottom:1px solid var(--line);padding:4px 12px 4px 0;vertical-align:bottom}
td{padding:6px 12px 6px 0;border-bottom:1px solid var(--line);vertical-align:top;overflow-wrap:break-word}
td.wrap{overflow-wrap:anywhere;min-width:130px}
.number{text-align:right;white-space:nowrap;padding-right:16px}
.scroll{overflow-x:auto}
.score .number{width:92px;font-weight:600}
.score .bar{display:block;height:3px;margin:3px 0 0 auto;background:var(--accent)}
.score td:nth-child(2){width:250px}.times{color:var(--soft)}
.evidence{font-size:13.5px}.evidence td{padding:3px 16px 3px 0;border-bottom:0}.evidence tbody::after{content:"";display:block;height:10px}
.evidence .who{font-weight:400;font-size:13px;color:var(--soft);padding:8px 0 4px}.evidence .who b{color:var(--ink)}
.evidence .when{width:100px;color:var(--soft)}.evidence .call{width:300px}.evidence .outcome{width:90px}
.evidence tr.refused .outcome{color:var(--critical);font-weight:600}
ul.tree ul{margin-left:9px;border-left:1px solid var(--line)}
ul.tree ul>li{position:relative;padding-left:22px}
ul.tree ul>li::before{content:"";position:absolute;left:0;top:15px;width:15px;border-top:1px solid var(--line)}
ul.tree div{padding:4px 0}.tree .own>code{font-weight:700;border-bottom:2px solid var(--critical)}
.kindword{color:var(--soft);font-size:13px}
.facts{display:block}.facts span:not(:last-child)::after{content:" · "}
ol.steps{counter-reset:step}
.steps li{counter-increment:step;position:relative;padding:6px 0 6px 34px;border-bottom:1px solid var(--line);overflow-wrap:anywhere}
.steps li::before{content:counter(step);position:absolute;left:0;width:22px;text-align:right;color:var(--soft)}
.steps .when{color:var(--soft);font-size:13px}
ul.linked{list-style:none;margin:0;padding:0}.linked li{padding:6px 0;max-width:90ch;overflow-wrap:anywhere}
.proof{border-left:3px solid var(--tone);padding:10px 14px;background:var(--panel);margin-bottom:12px}.proof p{margin:0;max-width:80ch}
.blindlist li{padding:3px 0 3px 18px;position:relative;max-width:80ch}
.blindlist.small{font-size:13.5px;color:var(--soft)}
.blindlist li::before{content:"";position:absolute;left:0;top:10px;width:9px;height:9px;background:repeating-linear-gradient(45deg,var(--hatch) 0 2px,transparent 2px 5px)}
.hashes{font-size:12.5px}.hashes td{padding:2px 12px 2px 0;border-bottom:0}.hashes .number{width:60px}.hashes .place th{color:var(--ink);padding-top:12px}
dl.origin{display:grid;grid-template-columns:max-content 1fr;gap:2px 16px;margin:16px 0 0;font-size:13px}dl.origin dt{color:var(--soft)}dl.origin dd{margin:0;overflow-wrap:anywhere}
:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
@media (max-width:720px){main{padding:24px 14px 48px}h1{font-size:24px}.lead{font-size:16px}.story li{grid-template-columns:minmax(0,1fr);gap:0}.story .kind{display:none}.score thead{display:none}.score tr{display:grid;grid-template-columns:64px minmax(0,1fr);padding:6px 0;border-bottom:1px solid var(--line)}.score td{border:0;padding:0 0 2px}.score .number{width:auto;padding-right:12px;grid-row:span 2}.score td:nth-child(2){width:auto}td time{white-space:normal}}
@media print{
:root{--paper:#fff;--ink:#000;--soft:#444;--line:#bbb;--panel:#fff;--hatch:#999;--critical:#8c1510;--high:#7a3500;--medium:#5c4300;--low:#123f5a;--good:#14522a;--accent:#123f5a}
@page{margin:16mm 14mm}
body{font-size:10pt}main{max-width:none;padding:0}h1{font-size:18pt}h2{font-size:13pt;break-after:avoid}h3{break-after:avoid}.lead{font-size:11pt}
section{margin-top:18pt;padding-top:10pt}figure,li,tr,.proof,dl.figures{break-inside:avoid}thead{display:table-header-group}
figure.timeline,.scroll{overflow:visible}figure svg{min-width:0}table{font-size:8.5pt}.evidence,.hashes{font-size:7.5pt}
header>.badges>.pill.critical{background:none;color:var(--critical)}}
`;
