import { describe } from 'vitest';
import type { Store } from '../../src/core/ports.ts';
import { alertsContract } from './store/alerts.contract.ts';
import { appendContract } from './store/append.contract.ts';
import { coordinationContract } from './store/coordination.contract.ts';
import { credentialsContract } from './store/credentials.contract.ts';
import { detectionContract } from './store/detection.contract.ts';
import { incidentsContract } from './store/incidents.contract.ts';
import { journalContract } from './store/journal.contract.ts';
import { lineageContract } from './store/lineage.contract.ts';
import { readBatchContract } from './store/read-batch.contract.ts';
import { searchContract } from './store/search.contract.ts';
import { topContract } from './store/top.contract.ts';
import { upkeepContract } from './store/upkeep.contract.ts';

/** Opens an empty store that is closed after the test. */
export type OpenStore = () => Promise<Store>;

/** What every implementation of the storage ports must do. */
export function storeContract(name: string, open: OpenStore): void {
  describe(name, () => {
    appendContract(open);
    readBatchContract(open);
    searchContract(open);
    topContract(open);
    detectionContract(open);
    incidentsContract(open);
    credentialsContract(open);
    lineageContract(open);
    alertsContract(open);
    journalContract(open);
    coordinationContract(open);
    upkeepContract(open);
  });
}
