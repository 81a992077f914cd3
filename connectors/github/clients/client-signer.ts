import type { ConnectorContext } from '../../../src/core/connector.ts';
import type { OauthAppConfig } from '../config/respond.ts';
import type { Signer } from './signer.ts';

/** As the owner of an OAuth app, by client id and secret. */
export function clientSigner(app: OauthAppConfig, context: Pick<ConnectorContext, 'secret'>): Signer {
  return {
    async authorization() {
      const secret = (await context.secret(app.clientSecret.reference)).reveal().trim();
      return `Basic ${Buffer.from(`${app.clientId}:${secret}`).toString('base64')}`;
    },
  };
}
