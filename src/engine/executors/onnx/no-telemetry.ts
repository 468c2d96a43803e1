/** Its library tells its makers of machine and models, unless this is set before the first session of a process. */
process.env["ORT_DISABLE_TELEMETRY"] = "1";
