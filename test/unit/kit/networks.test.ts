import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { packagedNetworkFiles } from '../../../src/kit/network-files.ts';
import { blockInfo, blockNetworks, loadNetworks } from '../../../src/kit/networks.ts';
import { useTempFolders } from '../../support/temp-folder.ts';

const NONE = { asnV4: '', asnV6: '', country: '', asnMmdb: '' };

describe('networks without a database', () => {
  it.each([
    ['198.51.100.7', '198.51.100.0/24', ''],
    ['2001:db8:1:2::3', '2001:db8:1::/48', ''],
    ['10.1.2.3', '10.1.0.0/16', 'private network'],
    ['192.168.10.20', '192.168.0.0/16', 'private network'],
    ['100.64.1.2', '100.64.0.0/16', 'carrier-shared network'],
    ['127.0.0.1', '127.0.0.0/16', 'loopback'],
    ['169.254.1.1', '169.254.0.0/16', 'link-local'],
    ['fd00:1:2:3::4', 'fd00:1:2::/48', 'private network'],
  ])('%s is %s', (address, network, owner) => {
    expect(blockInfo(address)).toEqual({ network, owner, country: '' });
  });

  it.each(['', 'storage.example', '0.0.0.0', '::', '035.249.253.232', '***', '1.2.3'])(
    '%j is no address',
    (address) => {
      expect(blockNetworks().lookup(address)).toBeNull();
    },
  );
});

describe('networks from databases', () => {
  const folder = useTempFolders();

  it('fall back to blocks for what the databases do not know, and without any', () => {
    const files = { ...NONE, asnV4: join(folder(), 'v4.csv'), asnV6: 'unused' };
    writeFileSync(files.asnV4, '3221225984,3221226239,64500,Home Hosting\n');

    expect(loadNetworks(files).lookup('192.0.2.9')).toEqual({ network: 'AS64500', owner: 'Home Hosting', country: '' });
    expect(loadNetworks(files).lookup('198.51.100.7')?.network).toBe('198.51.100.0/24');
    expect(loadNetworks(NONE).lookup('192.0.2.9')?.network).toBe('192.0.2.0/24');
    expect(loadNetworks(NONE).lookup('host.example')).toBeNull();
  });

  it('leave private addresses to the block, whatever a database says', () => {
    const files = { ...NONE, asnV4: join(folder(), 'v4.csv'), asnV6: 'unused' };
    writeFileSync(files.asnV4, '0,4294967295,64500,Everything\n');

    expect(loadNetworks(files).lookup('10.1.2.3')?.network).toBe('10.1.0.0/16');
  });

  it('name what answers, for credits', () => {
    expect(loadNetworks(NONE).describe).toBe('address blocks');
    expect(loadNetworks({ ...NONE, asnV4: 'a', asnV6: 'b', country: 'c' }).describe).toContain('db-ip.com (CC BY 4.0)');
  });

  it.skipIf(packagedNetworkFiles().country === '')('of the optional packages know number, owner and country', () => {
    const info = loadNetworks(packagedNetworkFiles()).lookup('8.8.8.8');

    expect(info).toEqual({ network: 'AS15169', owner: 'Google LLC', country: 'US' });
  });
});
