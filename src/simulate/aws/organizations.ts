import { type JsonObject, numberAt, textAt } from '../json.ts';
import { AwsFault } from './fault.ts';
import type { Operations, Outcome, Scene } from './operation.ts';
import { pageByToken } from './params.ts';

/** The id of the one organisation that all simulated accounts are in. */
export const ORGANIZATION = 'o-exampleorgid';

/** Asked from any account: the simulator does not tell management from member accounts. */
function listAccounts(params: JsonObject, { world }: Scene): Outcome {
  const accounts = [...world.accounts.values()].map(({ id, name, closed }) => ({
    Id: id,
    Arn: `arn:aws:organizations::${id}:account/${ORGANIZATION}/${id}`,
    Name: name,
    Email: `${name}@example.com`,
    State: closed === true ? 'SUSPENDED' : 'ACTIVE',
    JoinedMethod: 'CREATED',
  }));
  const size = numberAt(params, 'MaxResults') ?? 20;
  const { page, next } = pageByToken(accounts, textAt(params, 'NextToken'), size, badToken);
  return { body: { Accounts: page, ...(next === undefined ? {} : { NextToken: next }) } };
}

function badToken(): AwsFault {
  return new AwsFault('InvalidInputException', 'You provided an invalid NextToken.');
}

export const organizationsOperations: Operations = {
  ListAccounts: { readOnly: true, run: listAccounts },
  DescribeOrganization: {
    readOnly: true,
    run: (_params, { account }) => ({
      body: { Organization: { Id: ORGANIZATION, MasterAccountId: account.id, FeatureSet: 'ALL' } },
    }),
  },
};
