import { TokenStorage } from './token-storage';

/** The one token storage of this tab, shared by everything that speaks to the user pool. */
export const tokenStorage = new TokenStorage(localStorage);
