import { configure } from '@testing-library/svelte';

/** In milliseconds: on a busy machine the second that a test waits for a page by default is soon over. */
configure({ asyncUtilTimeout: 10_000 });
