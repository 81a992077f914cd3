import { type JsonObject, textAt } from '../json.ts';
import { AwsFault } from './fault.ts';
import type { Operations, Scene } from './operation.ts';

function target(params: JsonObject, scene: Scene): { resource: string } {
  const name = textAt(params, 'Name') ?? '';
  const path = name.startsWith('/') ? name : `/${name}`;
  return { resource: `arn:aws:ssm:${scene.region}:${scene.account.id}:parameter${path}` };
}

/** Parameter Store, reading only. */
export const ssmOperations: Operations = {
  GetParameter: {
    readOnly: true,
    target,
    run: (params, scene) => {
      const name = textAt(params, 'Name') ?? '';
      const value = scene.account.parameters.get(name);
      if (value === undefined) throw new AwsFault('ParameterNotFound', `Parameter ${name} not found.`);
      const { resource: ARN } = target(params, scene);
      return { body: { Parameter: { Name: name, Type: 'SecureString', Value: value, Version: 1, ARN } } };
    },
  },
};
