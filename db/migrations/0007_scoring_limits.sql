-- Why an output could not be scored (its scoring took too long, needed too much memory, or broke); null where it was.
ALTER TABLE "eval_result" ADD COLUMN "unscored" text;
-- Outputs of a run whose scoring had to be stopped: after a few of them the run is given up.
ALTER TABLE "eval_run" ADD COLUMN "stops" integer DEFAULT 0 NOT NULL;
