package maestro.library.dependencies.mutable_image_test

import data.maestro.library.dependencies.mutable_image

image(effect, name, pin) := {"kind": "container.image", "effect": effect, "path": "deploy/app.yaml", "line": 14, "image": name, "pin": pin, "name": "Deployment/app"}

warned(facts) := found if {
	found := mutable_image.warn with input as {"facts": facts}
}

test_latest_is_named if count(warned([image("added", "redis:latest", "latest")])) == 1

test_no_tag_is_named if count(warned([image("added", "ghcr.io/acme/shop", "latest")])) == 1

test_a_version_is_fine if count(warned([image("added", "redis:7.4.1", "tag")])) == 0

test_losing_the_version_is_named if count(warned([image("removed", "redis:7.4.1", "tag"), image("added", "redis", "latest")])) == 1

test_what_was_so_before_is_nothing_new if count(warned([image("removed", "redis", "latest"), image("added", "redis:latest", "latest")])) == 0

test_a_placeholder_is_fine if count(warned([image("added", "controller:latest", "latest")])) == 0
