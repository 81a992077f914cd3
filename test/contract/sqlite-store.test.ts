import { join } from 'node:path';
import { useStores } from '../support/stores.ts';
import { useTempFolders } from '../support/temp-folder.ts';
import { storeContract } from './store.contract.ts';

const folder = useTempFolders();
const open = useStores();

storeContract('SQLite in memory', () => open());
storeContract('SQLite in a file', () => open(join(folder(), 'keywatch.db')));
storeContract('SQLite while loading in bulk', () => open(':memory:', { bulk: true }));
