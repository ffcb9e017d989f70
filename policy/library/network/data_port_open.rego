# METADATA
# title: A database is open to the internet
# description: The port of a database, a cache, a queue or the Docker daemon can be reached from every address.
# custom:
#   severity: high
#   why: MongoDB, Elasticsearch and Redis that were open so were emptied and held to ransom by the ten thousand; an open Docker port is a machine for whoever finds it.
#   fix: Let in the security group of the service that uses it, not addresses.
#   false_positives: A database that is meant for the public. Tests and examples are not judged.
package maestro.library.network.data_port_open

import data.maestro.library.network.sample

deny contains finding if {
	some fact in input.facts
	fact.effect == "added"
	some port, service in ports
	opens(fact, port)
	narrow(fact)
	not sample.is(fact.path)
	not before(port)
	finding := {"msg": sprintf("%s (port %d) is open to every address", [service, port]), "path": fact.path, "line": fact.line, "action": "open"}
}

ports := {
	1433: "SQL Server", 1521: "Oracle", 2375: "Docker", 2379: "etcd", 3306: "MySQL", 5432: "PostgreSQL", 5601: "Kibana", 5672: "RabbitMQ", 6379: "Redis",
	9042: "Cassandra", 9092: "Kafka", 9200: "Elasticsearch", 10250: "kubelet", 11211: "memcached", 27017: "MongoDB",
}

# A range of everything is another rule's to tell.
narrow(fact) if fact.to_port - fact.from_port < 10000

before(port) if {
	some old in input.facts
	old.effect == "removed"
	opens(old, port)
}

anywhere := {"0.0.0.0/0", "::/0"}

# Lists of a network's edge know no connections: they must let answers through.
stateless(fact) if startswith(fact.name, "aws_network_acl")

opens(fact, port) if {
	fact.kind == "network.rule"
	fact.direction == "ingress"
	fact.cidr in anywhere
	not stateless(fact)
	not fact.protocol in {"udp", "icmp", "icmpv6"}
	fact.from_port <= port
	port <= fact.to_port
}
