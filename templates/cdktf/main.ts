/** What cdktf runs: synthesises the stacks of the plan. */
import { plan } from './plan.ts';
import { synthesizeApp } from './src/synthesize-app.ts';

synthesizeApp(plan);
