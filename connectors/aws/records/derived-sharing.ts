import { isOutside, letsInOutsiders, policyStatements } from '../checks/policy-document.ts';
import type { CloudTrailRecord, Json } from './schema.ts';
import { accountOf, isObject, listOf, objectOf, textOf } from './schema.ts';

/** Members in which services log a resource policy. */
const RESOURCE_POLICIES = ['bucketPolicy', 'resourcePolicy', 'policyText', 'policy'];
const PUBLIC_GROUPS = /\/groups\/(global\/AllUsers|global\/AuthenticatedUsers)$/;

/**
 * True when a call shares something with everybody or with another account: a snapshot, an image,
 * a bucket, a secret, a key, a function. Conditions that name an account, organisation or network
 * make a resource policy narrow again.
 */
export function sharesOutside(record: CloudTrailRecord): boolean {
  const parameters = record.requestParameters;
  if (!isObject(parameters)) return false;
  const account = accountOf(record);
  return (
    sharedAttribute(parameters, account) ||
    publicAcl(parameters) ||
    sharedFunction(record, parameters, account) ||
    sharedByPolicy(record, parameters, account)
  );
}

/** EC2: `{createVolumePermission:{add:{items:[{userId}|{group:'all'}]}}}`; RDS: `valuesToAdd: ['all']`. */
function sharedAttribute(parameters: Json, account: string): boolean {
  const added = ['createVolumePermission', 'launchPermission']
    .map((name) => objectOf(objectOf(parameters[name])['add'])['items'])
    .flatMap((items) => listOf(items))
    .map((item) => objectOf(item))
    .map((item) => textOf(item['userId']) || textOf(item['group']) || textOf(item['organizationArn']));
  const values = listOf(parameters['valuesToAdd']).map(textOf);
  return [...added, ...values].some((one) => isOutside(one, account));
}

function publicAcl(parameters: Json): boolean {
  if (
    listOf(parameters['x-amz-acl'])
      .concat(parameters['x-amz-acl'])
      .some((acl) => textOf(acl).startsWith('public-'))
  )
    return true;
  const list = objectOf(objectOf(parameters['AccessControlPolicy'])['AccessControlList']);
  const grants = list['Grant'];
  return (Array.isArray(grants) ? grants : [grants])
    .map((grant) => objectOf(objectOf(grant)['Grantee']))
    .some((grantee) => PUBLIC_GROUPS.test(textOf(grantee['URI'])));
}

function sharedFunction(record: CloudTrailRecord, parameters: Json, account: string): boolean {
  return textOf(record.eventName).startsWith('AddPermission') && isOutside(textOf(parameters['principal']), account);
}

/** Session policies of STS stand in `policy` too, and share nothing. */
function sharedByPolicy(record: CloudTrailRecord, parameters: Json, account: string): boolean {
  if (record.eventSource === 'sts.amazonaws.com') return false;
  return RESOURCE_POLICIES.some((name) => letsInOutsiders(policyStatements(parameters[name]), account));
}
