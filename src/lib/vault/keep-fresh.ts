export { keepUsageFresh as keepFresh } from './freshness';
