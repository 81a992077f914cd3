/**
 * Tools and distributions made for breaking in that write their name into the user agent.
 * Whoever hides it is not found by this; whoever does not, is found at once.
 */
const ATTACK_TOOLS =
  /\b(trufflehog|pacu|cloudfox|scoutsuite|weirdaal|enumerate-iam|s3 browser|gitleaks|quiet-riot|cloudsploit|awspx|aws_consoler|kali|parrot(?:os)?|pentoo|blackarch|nuclei|sqlmap)\b/i;

/** The tool's name as it stands in the agent, or ''. */
export function attackToolOf(agent: string): string {
  return ATTACK_TOOLS.exec(agent)?.[0] ?? '';
}
