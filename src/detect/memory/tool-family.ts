/** A user agent reduced to what stays the same over versions, platforms and run ids. */
export interface Tool {
  /** `terraform`, `boto3`, `browser`, ... ; '' when there is no agent. */
  readonly family: string;
  /** Writes whole set-ups by design: grants, users and keys are its daily work. */
  readonly infrastructure: boolean;
}

/** Tools that name themselves somewhere inside an agent that starts with the name of a library. */
const INFRASTRUCTURE = /\b(terraform|opentofu|pulumi|crossplane|ansible|cloudformation|cdk)\b/i;
const RANDOM = /[_-]?(?:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|[0-9a-f]{16,}|\d{6,})/gi;
/** Programs that say who they are behind the name of the library they use. */
const AGENT = /\b([a-z][\w.-]*-agent)\b/i;
const MAX_FAMILY = 40;

/** The family of a user agent. Pure; agents are written by callers, so nothing here is trusted. */
export function toolOf(agent: string): Tool {
  const text = agent.replace(/^\[+|\]+$/g, '').trim();
  const infrastructure = INFRASTRUCTURE.exec(text);
  if (infrastructure?.[1] !== undefined) return { family: infrastructure[1].toLowerCase(), infrastructure: true };
  const agentName = AGENT.exec(text)?.[1];
  if (agentName !== undefined) return { family: agentName.toLowerCase().slice(0, MAX_FAMILY), infrastructure: false };
  if (/^mozilla\//i.test(text)) return { family: 'browser', infrastructure: false };
  const product = /^[^\s/,(;]+(?=\/)/.exec(text)?.[0] ?? /^[^,(;]+/.exec(text)?.[0] ?? '';
  const bare = product
    .trim()
    .toLowerCase()
    .replace(RANDOM, '')
    .replace(/[-_]?v?\d+(?:\.\d+)+$/, '')
    .trim();
  return { family: bare.slice(0, MAX_FAMILY), infrastructure: false };
}
