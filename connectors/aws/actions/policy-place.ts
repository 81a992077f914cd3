/** An inline policy of a user or a role, by name. */
export interface InlinePolicy {
  readonly account: string;
  readonly holder: 'user' | 'role';
  readonly name: string;
  readonly policy: string;
}
