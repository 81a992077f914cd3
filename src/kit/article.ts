/** A noun with its article, for messages put together from titles: `an AWS access key id`. */
export function withArticle(noun: string): string {
  return `${/^[aeiou]/i.test(noun) ? 'an' : 'a'} ${noun}`;
}
