import { describe, expect, it } from 'vitest';
import { rootRow } from '../../../../connectors/aws/root-keys.ts';

const HEAD =
  'user,arn,access_key_1_active,access_key_1_last_rotated,access_key_1_last_used_date,access_key_1_last_used_region,access_key_1_last_used_service,access_key_2_active,access_key_2_last_rotated,access_key_2_last_used_date,access_key_2_last_used_region,access_key_2_last_used_service';

describe('the row of the root user in a credential report', () => {
  it('tells age and last use of its keys', () => {
    const row =
      '<root_account>,arn,true,2020-01-02T03:04:05+00:00,2026-11-01T00:00:00+00:00,us-east-1,s3,false,N/A,N/A,N/A,N/A';
    expect(rootRow(`${HEAD}\n${row}\napp,arn,true,N/A,N/A,N/A,N/A,false,N/A,N/A,N/A,N/A`)).toEqual([
      {
        number: 1,
        active: true,
        rotated: Date.UTC(2020, 0, 2, 3, 4, 5),
        used: Date.UTC(2026, 10, 1),
        detail: 's3 in us-east-1',
      },
    ]);
  });

  it('tells an inactive key from none', () => {
    const row = '<root_account>,arn,false,2020-01-02T03:04:05+00:00,no_information,N/A,N/A,false,N/A,N/A,N/A,N/A';
    expect(rootRow(`${HEAD}\n${row}`)).toMatchObject([{ number: 1, active: false, used: null, detail: '' }]);
  });

  it.each([[''], ['no csv at all'], [HEAD], [`${HEAD}\n<root_account>,arn`]])(
    'is empty when the report is %j',
    (csv) => {
      expect(rootRow(csv)).toEqual([]);
    },
  );
});
