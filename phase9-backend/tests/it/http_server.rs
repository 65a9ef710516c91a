mod authorization;
mod connections;
mod document;
mod journey;
mod layers;
mod probes;
mod requests;
mod secrets;
