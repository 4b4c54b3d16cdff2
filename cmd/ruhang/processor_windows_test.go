package main

import "time"

var processorBegan = time.Now()

// processorTime is the time since the start where nothing better is asked for.
func processorTime() time.Duration { return time.Since(processorBegan) }
