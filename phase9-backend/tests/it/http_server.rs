mod authorization;
mod connections;
mod document;
mod journey;
mod layers;
mod requests;
mod secrets;
