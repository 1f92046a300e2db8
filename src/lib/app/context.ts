import { createContext } from 'svelte';
import type { App } from './app';
import type { VaultApp } from './vault-app';

/** For every component: set by the root layout. */
export const [useApp, provideApp] = createContext<App>();

/** For components of the vault's pages: set by their layout. */
export const [useVaultApp, provideVaultApp] = createContext<VaultApp>();
