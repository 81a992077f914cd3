import { refusal, type StripeAnswer } from '../answer.ts';
import { type Route, type StripeCall } from '../route.ts';

/** Accounts that others have connected to this one's application, and their end. */
export const CONNECT_ROUTES: readonly Route[] = [
  { method: 'GET', path: /^\/v1\/accounts\/(acct_\w+)$/, permission: 'account_read', answer: getConnected },
  { method: 'POST', path: /^\/oauth\/deauthorize$/, permission: '*', answer: deauthorize },
];

function getConnected({ account }: StripeCall, id: string): StripeAnswer {
  if (account.connected.includes(id)) return { status: 200, body: { id, object: 'account' } };
  const words = `The provided key does not have access to account '${id}' (or that account does not exist).`;
  return refusal(403, 'invalid_request_error', words, 'account_invalid');
}

/** OAuth has errors of its own kind: `{"error":"invalid_client","error_description":"…"}`. */
function deauthorize({ account, form }: StripeCall): StripeAnswer {
  const user = form.get('stripe_user_id') ?? '';
  if (account.application === '' || form.get('client_id') !== account.application)
    return { status: 401, body: { error: 'invalid_client', error_description: 'No such application' } };
  const at = account.connected.indexOf(user);
  if (at < 0) {
    const words = `This application is not connected to stripe account ${user}, or that account does not exist.`;
    return { status: 401, body: { error: 'invalid_client', error_description: words } };
  }
  account.connected.splice(at, 1);
  return { status: 200, body: { stripe_user_id: user } };
}
