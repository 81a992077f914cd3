/** An answer of GitHub that is an error. */
export class GitHubFault extends Error {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly documentation: string;

  constructor(
    status: number,
    message: string,
    headers: Readonly<Record<string, string>> = {},
    documentation: string = 'https://docs.github.com/rest',
  ) {
    super(message);
    this.name = 'GitHubFault';
    this.status = status;
    this.headers = headers;
    this.documentation = documentation;
  }
}

/** Also for what the caller may not see: GitHub does not tell the two apart. */
export function notFound(): GitHubFault {
  return new GitHubFault(404, 'Not Found');
}

export function badCredentials(): GitHubFault {
  return new GitHubFault(401, 'Bad credentials');
}

export function unprocessable(message: string): GitHubFault {
  return new GitHubFault(422, message);
}
